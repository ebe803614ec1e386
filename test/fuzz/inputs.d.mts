/** The inputs by number. */
export class Inputs {
  static of(root: string, dist: string, seed: number, size?: number): Promise<Inputs>;
  count(kind: string): number;
  make(kind: string, number: number): { readonly bytes: Buffer; readonly how: string };
}
