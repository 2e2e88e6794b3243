/** Works off the cases with so many at once. */
export async function eachOf<T>(
  cases: Iterable<T>,
  atOnce: number,
  work: (item: T, worker: number) => Promise<void>,
): Promise<void> {
  const iterator = cases[Symbol.iterator]();
  const run = async (worker: number) => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value, worker);
  };
  await Promise.all(Array.from({ length: atOnce }, (_, worker) => run(worker)));
}
