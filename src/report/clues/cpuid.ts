/**
 * Family, model and stepping in the processor signature that CPUID leaf 1 gives (Intel SDM vol. 2, CPUID; AMD's APM counts alike):
 * `50654` is family 6, model 0x55, stepping 4. Decimal numbers as text.
 */
export function decodeSignature(hex: string): { family: string; model: string; stepping: string } | null {
  if (!/^[0-9a-f]{3,8}$/i.test(hex)) return null;
  const eax = Number.parseInt(hex, 16);
  const baseFamily = (eax >>> 8) & 0xf;
  const family = baseFamily === 0xf ? baseFamily + ((eax >>> 20) & 0xff) : baseFamily;
  const extended = baseFamily === 0xf || baseFamily === 6 ? ((eax >>> 16) & 0xf) << 4 : 0;
  return {
    family: String(family),
    model: String(extended + ((eax >>> 4) & 0xf)),
    stepping: String(eax & 0xf),
  };
}
