/** UTF-16 to UTF-8, as it comes; characters may be cut between chunks. What is no character becomes U+FFFD. */
export async function* fromUtf16(
  source: AsyncIterable<Uint8Array>,
  order: 'le' | 'be',
): AsyncIterable<Uint8Array> {
  const decoder = new TextDecoder('utf-16le');
  const encoder = new TextEncoder();
  let odd: number | null = null;
  for await (const chunk of source) {
    let bytes = chunk;
    if (order === 'be') {
      // A copy: swapping in place would change the caller's bytes.
      const joined = Buffer.concat(odd === null ? [chunk] : [Buffer.of(odd), chunk]);
      odd = joined.length % 2 === 1 ? joined[joined.length - 1]! : null;
      bytes = joined.subarray(0, joined.length - (joined.length % 2)).swap16();
    }
    const text = decoder.decode(bytes, { stream: true });
    if (text !== '') yield encoder.encode(text);
  }
  const rest = decoder.decode();
  if (rest !== '') yield encoder.encode(rest);
}
