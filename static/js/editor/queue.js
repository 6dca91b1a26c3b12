// One exchange after the other: none sees a text that another one is just changing.

let queue = Promise.resolve();

export function serially(act) {
  queue = queue.then(act, act);
  return queue;
}
