import type { Cpu } from '../native/elf-machine.ts';

/** Where the zip for a processor lies: that for arm64, which deploys, is the app's zip, the other stands beside it. */
export function nativeZip(outputFile: string, cpu: Cpu): string {
  return cpu === 'arm64' ? outputFile : outputFile.replace(/\.zip$/, `-${cpu}.zip`);
}

/** Where the bill of materials of a zip lies: beside it. https://cyclonedx.org/specification/overview/#recognized-file-patterns */
export function billOf(zip: string): string {
  return zip.replace(/\.zip$/, '.cdx.json');
}
