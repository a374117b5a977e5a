import * as z from 'zod';

const latitude = z.number().min(-90, 'write -90 to 90').max(90, 'write -90 to 90');
const longitude = z.number().min(-180, 'write -180 to 180').max(180, 'write -180 to 180');

const unicorn = z.object({
  id: z.string(),
  name: z.string(),
  latitude: z.number().describe('Rounded to hundredths of a degree'),
  longitude: z.number().describe('Rounded to hundredths of a degree'),
  rideId: z.string().optional().describe('The ride that has it'),
  leaseEnds: z.number().optional().describe('Milliseconds since the epoch'),
});

const ride = z.object({
  id: z.string(),
  rider: z.string(),
  unicorn: z.string(),
  latitude: z.number().describe('Rounded to hundredths of a degree'),
  longitude: z.number().describe('Rounded to hundredths of a degree'),
  requested: z.number().describe('Milliseconds since the epoch'),
  leaseEnds: z.number().describe('Milliseconds since the epoch'),
  isCompleted: z.boolean(),
});

export const ridesState = z.object({
  unicorns: z.array(unicorn),
  rides: z.array(ride).describe('The newest first'),
  more: z.boolean().describe('Whether there are more than are told'),
  isRunning: z.boolean().describe('Whether the stack of the rides runs'),
});

export const rideWish = z.strictObject({
  rider: z
    .string()
    .regex(/^[\p{L}\p{N}_.-]{1,60}$/u, 'write 1 to 60 letters, digits, dots, hyphens or underscores')
    .describe('A user of the stack; made when there is none'),
  latitude,
  longitude,
});
export const rideGranted = z.object({ id: z.string(), unicorn: z.string(), eta: z.string() });

export type RidesState = z.infer<typeof ridesState>;
export type UnicornOnMap = z.infer<typeof unicorn>;
export type RideOnMap = z.infer<typeof ride>;
export type RideGranted = z.infer<typeof rideGranted>;
