import { packZip } from './pack-zip.ts';

/** Lengths of a zip's records without names, and where their fields are. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
const END = { bytes: 22, count: 10, size: 12, offset: 16 };
const CENTRAL = { bytes: 46, nameBytes: 28, extraBytes: 30, commentBytes: 32, offset: 42 };

/** One file of a zip: its compressed record, and its entry in the directory at the end. */
type Entry = { name: string; record: Uint8Array; central: Uint8Array };

/**
 * A zip of `packZip` with another content of one file: the very bytes that `packZip` gives for those files, but the other
 * files are not compressed again.
 */
export async function replaceFile(zip: Uint8Array, name: string, content: Uint8Array): Promise<Uint8Array> {
  const packed = entriesOf(await packZip({ [name]: content }));
  const entries = [...entriesOf(zip).filter((entry) => entry.name !== name), ...packed];
  return join(entries.toSorted((one, other) => (one.name < other.name ? -1 : 1)));
}

function entriesOf(zip: Uint8Array): Entry[] {
  const buffer = Buffer.from(zip.buffer, zip.byteOffset, zip.length);
  const end = buffer.subarray(-END.bytes);
  const directory = end.readUInt32LE(END.offset);
  const found: { name: string; offset: number; central: Uint8Array }[] = [];
  for (let at = directory; found.length < end.readUInt16LE(END.count);) {
    const names = at + CENTRAL.bytes;
    const nameBytes = buffer.readUInt16LE(at + CENTRAL.nameBytes);
    const more =
      buffer.readUInt16LE(at + CENTRAL.extraBytes) + buffer.readUInt16LE(at + CENTRAL.commentBytes);
    const next = names + nameBytes + more;
    const name = buffer.toString('utf8', names, names + nameBytes);
    found.push({
      name,
      offset: buffer.readUInt32LE(at + CENTRAL.offset),
      central: buffer.subarray(at, next),
    });
    at = next;
  }
  return found.map(({ name, offset, central }, index) => ({
    ...{ name, central },
    record: buffer.subarray(offset, found[index + 1]?.offset ?? directory),
  }));
}

function join(entries: readonly Entry[]): Uint8Array {
  let offset = 0;
  const directory = entries.map(({ record, central }) => {
    const moved = Buffer.from(central);
    moved.writeUInt32LE(offset, CENTRAL.offset);
    offset += record.length;
    return moved;
  });
  const end = Buffer.alloc(END.bytes);
  end.write('PK\u0005\u0006', 'latin1');
  for (const count of [END.count - 2, END.count]) end.writeUInt16LE(entries.length, count);
  end.writeUInt32LE(Buffer.concat(directory).length, END.size);
  end.writeUInt32LE(offset, END.offset);
  return Buffer.concat([...entries.map(({ record }) => record), ...directory, end]);
}
