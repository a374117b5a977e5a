/** Width and height of a JPEG, PNG or WebP by its header. Throws `RangeError` for other bytes. */
export function imageSize(bytes: Buffer): { width: number; height: number } {
  const magic = bytes.toString('latin1', 0, 16);
  if (magic.startsWith('\x89PNG')) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  if (magic.endsWith('VP8 '))
    return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    // A start of frame, baseline or progressive.
    if (marker === 0xffc0 || marker === 0xffc2)
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
  }
  throw new RangeError('Neither JPEG, PNG nor WebP');
}
