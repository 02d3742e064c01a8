/** What opens below a log makes it smaller: who had its newest in sight keeps it. Answers how to stop. */
export function keepAtEnd(log: HTMLElement): () => void {
  let heightBefore = log.clientHeight;
  const watch = new ResizeObserver(() => {
    const wasAtEnd = log.scrollTop + heightBefore >= log.scrollHeight - 8;
    heightBefore = log.clientHeight;
    if (wasAtEnd) log.scrollTop = log.scrollHeight;
  });
  watch.observe(log);
  return () => watch.disconnect();
}
