// One exchange after the other: none sees a text that another one is just changing.

let queue = Promise.resolve();
let begun = 0; // changes that the page shows already and the server does not know yet

export function serially(act) {
  queue = queue.then(act, act);
  return queue;
}

// a change that is shown before the server has it: until then no text of the server takes the place of the page's
export function afterwards(act) {
  begun += 1;
  let isOpen = true;
  const known = () => { if (isOpen) begun -= 1; isOpen = false; };
  return serially(() => act(known).finally(known));
}

export const isAhead = () => begun > 0;
