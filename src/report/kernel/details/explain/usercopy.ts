import type { Usercopy } from '../../../types.js';
import { offsetByAlignment } from '../usercopy.js';
import { bytes, type Explain, type Explanation, hex, holders, list } from './context.js';

/** Hardened usercopy (mm/usercopy.c): was the address wrong, or the length? */
export const usercopy: Explain = ({ details, dump }) => {
  const copy = details.usercopy;
  if (copy === null) return [];
  const said: Explanation[] = [first(copy)];
  const start =
    copy.offset ?? (copy.objectSize === null ? null : offsetByAlignment(copy.address, copy.objectSize));
  if (copy.problem === 'length' && copy.objectSize !== null) {
    said.push({ says: whyTheAddressIsSound(copy, start), line: copy.line });
  }
  const address = hex(copy.address);
  if (address !== null && dump !== null) {
    const parts: string[] = [];
    const at = holders(dump, address);
    const length = holders(dump, BigInt(copy.length));
    const end = holders(dump, address + BigInt(copy.length));
    if (at !== null) parts.push(`${list(at.names)} ${verb(at.names, 'holds', 'hold')} that address`);
    if (length !== null && copy.length > 8)
      parts.push(
        `${list(length.names)} ${verb(length.names, 'holds', 'hold')} the length, 0x${copy.length.toString(16)}`,
      );
    if (end !== null) parts.push(`${list(end.names)} the address behind the last byte asked for`);
    if (parts.length > 1 && at !== null)
      said.push({ says: `The registers say the same: ${list(parts)}.`, line: at.line });
  }
  return said;
};

function verb(names: readonly string[], one: string, many: string): string {
  return names.length === 1 ? one : many;
}

function first(copy: Usercopy): Explanation {
  const what =
    copy.direction === 'exposure'
      ? `${bytes(copy.length)} of kernel memory were to be copied out to user space`
      : `${bytes(copy.length)} from user space were to be copied into kernel memory`;
  const { object, objectSize } = copy;
  let why: string;
  if (copy.problem === 'length' && objectSize !== null) {
    why =
      copy.length > objectSize
        ? `, but an object of ${object} has ${objectSize}: whatever the copy begins at, it runs past the end of the object. This is a length problem, not an address problem.`
        : `, starting inside an object of ${object} and ending past its ${objectSize} bytes. This is a length problem, not an address problem.`;
  } else if (copy.problem === 'length') {
    why = `, and the copy ends past the ${object} area it begins in. This is a length problem, not an address problem.`;
  } else if (copy.problem === 'address') {
    why = `, but the address (${object}) is nothing that may be copied: an address problem, whatever the length.`;
  } else if (
    copy.offset !== null &&
    object !== null &&
    !/^(?:process stack|wrapped address|spans )/.test(object)
  ) {
    why = `, beginning ${bytes(copy.offset)} into an object of ${object}, which hardened usercopy refused: the copy touches a part of these objects that may not be copied, or ends past the object. Which of the two cannot be told from this line.`;
  } else {
    why = `, which hardened usercopy refused (${object ?? 'unnamed memory'}). Whether the address or the length is wrong cannot be told from this line.`;
  }
  return { says: what + why, line: copy.line };
}

function whyTheAddressIsSound(copy: Usercopy, start: number | null): string {
  const found = `The address is sound: the check names a cache only after it found the address on a slab page of that cache`;
  if (copy.offset !== null) {
    return copy.offset === 0
      ? `${found}, and it gives the offset as 0: the address is that of the object itself.`
      : `${found}, ${bytes(copy.offset)} into the object.`;
  }
  if (copy.address === null || start === null) return `${found}.`;
  const size = copy.objectSize!;
  return start === 0
    ? `${found}, and ${copy.address} is a multiple of ${size}, where objects of ${copy.object} begin (slabs without debugging data lay them side by side): it is the address of the object itself.`
    : `${found}; by its alignment ${copy.address} lies ${bytes(start)} into an object (if the slab carries no debugging data).`;
}
