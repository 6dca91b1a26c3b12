// What is done with an answer of the server: the page shows it, or says why nothing changed.

import { complain } from "./announcements.js";
import { look } from "./exchange.js";
import { afterwards, isAhead, serially } from "./queue.js";
import { swap } from "./swap.js";

export async function refresh() {
  const told = await look();
  if (told.outcome === "done") swap(told.page);
  else complain(told);
}

export function refuse(told) {
  complain(told, told.outcome === "outdated" ? { label: "Heutigen Stand zeigen", act: () => serially(refresh) } : null);
}

// what the server answered to others meanwhile is shown once the page is not ahead of it any more
export const inTurn = (tell) => afterwards(async (known) => {
  await tell(known);
  known();
  if (swap.missed && !isAhead()) await refresh();
});
