/**
 * The cheapest way to give every row a column of its own (rows <= columns): Hungarian method with potentials, exact. Costs lie row by row.
 * Answers the column of each row. Deterministic: of equal costs the first found stands.
 */
export function cheapestAssignment(costs: Float64Array, rows: number, columns: number): Int32Array {
  const [u, v] = [new Float64Array(rows + 1), new Float64Array(columns + 1)];
  const rowOf = new Int32Array(columns + 1);
  const way = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row += 1) augment(row, costs, columns, { u, v, rowOf, way });
  const columnOf = new Int32Array(rows);
  for (let column = 1; column <= columns; column += 1) if (rowOf[column]) columnOf[(rowOf[column] as number) - 1] = column - 1;
  return columnOf;
}

interface Potentials {
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly rowOf: Int32Array;
  readonly way: Int32Array;
}

function augment(row: number, costs: Float64Array, columns: number, { u, v, rowOf, way }: Potentials): void {
  rowOf[0] = row;
  const least = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
  const used = new Uint8Array(columns + 1);
  let at = 0;
  do {
    used[at] = 1;
    const current = rowOf[at] as number;
    let delta = Number.POSITIVE_INFINITY;
    let next = 0;
    for (let column = 1; column <= columns; column += 1) {
      if (used[column]) continue;
      const reduced = (costs[(current - 1) * columns + column - 1] as number) - (u[current] as number) - (v[column] as number);
      if (reduced < (least[column] as number)) {
        least[column] = reduced;
        way[column] = at;
      }
      if ((least[column] as number) < delta) {
        delta = least[column] as number;
        next = column;
      }
    }
    for (let column = 0; column <= columns; column += 1) {
      if (used[column]) {
        u[rowOf[column] as number] = (u[rowOf[column] as number] as number) + delta;
        v[column] = (v[column] as number) - delta;
      } else least[column] = (least[column] as number) - delta;
    }
    at = next;
  } while (rowOf[at] !== 0);
  for (; at !== 0; at = way[at] as number) rowOf[at] = rowOf[way[at] as number] as number;
}
