/** A timer wheel's tick plus its usual lateness, ms: what is left for polling. */
const POLL_MS = 2;

/**
 * Calls back at `deadline` (ms of `performance.now()`), usually within 0.15 ms: a timer for the bulk of the wait, then polling
 * once per turn of the event loop, so that sockets are served meanwhile. @returns cancels.
 */
export function callAt(deadline: number, call: () => void): () => void {
  let cancelled = false;
  const poll = (): void => {
    if (cancelled) return;
    if (performance.now() >= deadline) call();
    else setImmediate(poll);
  };
  const bulk = deadline - performance.now() - POLL_MS;
  const timer = bulk > 1 ? setTimeout(poll, Math.floor(bulk)) : null;
  if (!timer) poll();
  return () => {
    cancelled = true;
    if (timer) clearTimeout(timer);
  };
}
