import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { sniffPicture } from './sniff-picture.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const ftyp = (...brands: string[]) => {
  const [major = '', ...compatible] = brands;
  const size = String.fromCharCode(16 + 4 * compatible.length);
  return latin(`\0\0\0${size}ftyp${major}\0\0\0\0${compatible.join('')}\0\0\0\x08free`);
};

describe('sniffPicture', () => {
  it.each([
    ['jpeg', latin('\xff\xd8\xff\xe1\x00\x10Exif')],
    ['png', latin('\x89PNG\r\n\x1a\n\0\0\0\rIHDR')],
    ['gif', latin('GIF89a')],
    ['gif', latin('GIF87a')],
    ['webp', latin('RIFF\x24\0\0\0WEBPVP8X')],
    ['tiff', latin('II*\0\x08\0\0\0')],
    ['tiff', latin('MM\0+\0\x08\0\0')],
    ['avif', ftyp('avif', 'mif1', 'miaf')],
    ['avif', ftyp('avis')],
    ['avif', ftyp('mif1', 'miaf', 'avif')],
    ['heic', ftyp('heic', 'mif1')],
    ['heic', ftyp('mif1', 'heic')],
    ['heic', ftyp('msf1', 'hevc')],
    ['svg', latin('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    [
      'svg',
      Buffer.from(
        '\ufeff<?xml version="1.0"?>\n<!-- 그림 -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x" [<!ENTITY a "b">]>\n<svg>',
      ),
    ],
    ['svg', Buffer.from('\ufeff<svg:svg xmlns:svg="http://www.w3.org/2000/svg">', 'utf16le')],
  ])('tells %s by its first bytes', (format, bytes) => {
    expect(sniffPicture(bytes)).toEqual({ format });
  });

  it.each([
    ['BMP', latin('BM\x36\0\0\0\0\0\0\0')],
    ['icon', latin('\0\0\x01\0\x01\0')],
    ['icon', latin('\0\0\x02\0\x01\0')],
    ['Photoshop document', latin('8BPS\0\x01')],
    ['JPEG XL', latin('\xff\x0a\x00')],
    ['JPEG XL', latin('\0\0\0\x0cJXL \r\n\x87\n')],
    ['JPEG 2000', latin('\0\0\0\x0cjP  \r\n')],
    ['JPEG 2000', latin('\xff\x4f\xff\x51\0\x2f')],
    ['JPEG XR', latin('II\xbc\x01\x08\0\0\0')],
    ['OpenEXR', latin('v/1\x01\x02\0\0\0')],
    ['Radiance HDR', latin('#?RADIANCE\n')],
    ['Netpbm', latin('P6\n4 4\n255\n')],
    ['Netpbm', latin('P5\n# made by hand\n4 4')],
    ['Netpbm', latin('P7\nWIDTH 4\n')],
    ['DirectDraw Surface', latin('DDS \x7c\0\0\0')],
    ['QOI', latin('qoif\0\0\0\x04')],
  ])('knows a picture of the format %s, which has no decoder here', (unsupported, bytes) => {
    expect(sniffPicture(bytes)).toEqual({ unsupported });
  });

  it.each([
    ['PDF', latin('%PDF-1.7')],
    ['ZIP archive', latin('PK\x03\x04')],
    ['gzip archive', latin('\x1f\x8b\x08')],
    ['HTML page', latin('\n<!DOCTYPE html><svg/>')],
    ['HTML page', latin('<html><body>')],
  ])('names a %s, which is refused', (other, bytes) => {
    expect(sniffPicture(bytes)).toEqual({ other });
  });

  it.each([
    '',
    'hello',
    '<rss/>',
    '<!-- only a comment',
    'BMW and Porsche',
    'P6 is a bus line',
    '\0\0\x02\0\0\0\0\0\0\0\0\0\x04\0\x04\0\x10\x01',
    'RIFF\x24\0\0\0WAVE',
    '\0\0\0\x18ftypmp42\0\0\0\0isom',
    'svg <svg>',
  ])('knows nothing of %j', (text) => {
    expect(sniffPicture(latin(text))).toBeUndefined();
  });

  it('takes any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void sniffPicture(bytes)));
  });

  it('ends soon on text made to keep a prolog going', () => {
    const endless = '<!doctype svg ['.repeat(400) + '<!--'.repeat(1000);
    const begun = performance.now();
    expect(sniffPicture(latin(endless))).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
