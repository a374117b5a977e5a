import { WrongMachineError } from './errors.ts';

/** The processors that Lambda has, as npm and Node name them. */
export type Cpu = 'arm64' | 'x64';

/** `e_machine` by processor: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html */
const MACHINES: Readonly<Record<Cpu, number>> = { arm64: 0xb7, x64: 0x3e };
const MAGIC = Buffer.from('\x7fELF', 'latin1');
const MACHINE_OFFSET = 18;

/** Throws `WrongMachineError` naming the file, unless it is an ELF file for that processor. */
export function checkMachine(file: string, bytes: Uint8Array, cpu: Cpu): void {
  const header = Buffer.from(bytes.subarray(0, MACHINE_OFFSET + 2));
  if (header.length < MACHINE_OFFSET + 2 || !header.subarray(0, MAGIC.length).equals(MAGIC))
    throw new WrongMachineError(`${file} is no ELF file`);
  const machine = header.readUInt16LE(MACHINE_OFFSET);
  if (machine === MACHINES[cpu]) return;
  throw new WrongMachineError(
    `${file} is for ELF machine 0x${machine.toString(16)}, ${cpu} is 0x${MACHINES[cpu].toString(16)}`,
  );
}
