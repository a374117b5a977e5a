import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cognitoClaims, jsonString, parseInput, restEvent } from '@hanok/events';
import * as z from 'zod/mini';
import { rideRequest } from './ride-answer.ts';
import unicornSample from './samples/request-unicorn.json' with { type: 'json' };

const read = (Latitude: string, Longitude: string) =>
  parseInput(jsonString(rideRequest), `{"PickupLocation":{"Latitude":${Latitude},"Longitude":${Longitude}}}`);
const latitude = fc.double({ min: -90, max: 90, noNaN: true });
const longitude = fc.double({ min: -180, max: 180, noNaN: true });

describe('a ride request', () => {
  it('parses as the tutorial sends it, to a tenth of a millimetre', () => {
    expect(read('47.6174755835663', '-122.28837066650185')).toEqual({
      ok: true,
      value: { PickupLocation: { Latitude: 47.617475584, Longitude: -122.288370667 } },
    });
  });

  it('parses in the test event of the tutorial as it stands, and so do its claims', () => {
    const { resource, pathParameters, requestContext, body } = z.parse(restEvent, unicornSample);
    expect({ resource, pathParameters }).toEqual({ resource: undefined, pathParameters: null });
    const claims = z.parse(cognitoClaims, requestContext?.authorizer?.claims);
    expect(claims).toEqual({ 'cognito:username': 'the_username' });
    expect(z.parse(jsonString(rideRequest), body).PickupLocation.Latitude).toBeCloseTo(47.6174755835663, 8);
  });

  it('takes every place of the earth and moves it by less than a nine-digit decimal', () => {
    fc.assert(
      fc.property(latitude, longitude, (north, east) => {
        const parsed = parseInput(rideRequest, { PickupLocation: { Latitude: north, Longitude: east } });
        if (!parsed.ok) throw new Error(parsed.reason);
        const { Latitude, Longitude } = parsed.value.PickupLocation;
        expect(Math.abs(Latitude)).toBeLessThanOrEqual(90);
        expect(Math.abs(Longitude)).toBeLessThanOrEqual(180);
        expect(Math.max(Math.abs(Latitude - north), Math.abs(Longitude - east))).toBeLessThan(1e-9);
      }),
    );
  });

  it.each([
    ['90.0000001', '0', 'PickupLocation.Latitude: at most 90'],
    ['-91', '0', 'PickupLocation.Latitude: at least -90'],
    ['0', '180.5', 'PickupLocation.Longitude: at most 180'],
    ['0', '-1e300', 'PickupLocation.Longitude: at least -180'],
    ['"47.6"', '0', 'PickupLocation.Latitude: expected number'],
    ['1e309', '0', 'PickupLocation.Latitude: expected number'],
    ['null', 'true', 'PickupLocation.Latitude: expected number; PickupLocation.Longitude: expected number'],
    ['NaN', '0', 'not valid JSON'],
  ])('is refused at %s, %s: %s', (Latitude, Longitude, reason) => {
    expect(read(Latitude, Longitude)).toEqual({ ok: false, reason });
  });

  it.each([
    ['{}', 'PickupLocation: missing'],
    ['{"PickupLocation":{"Latitude":1}}', 'PickupLocation.Longitude: missing'],
    ['{"PickupLocation":[47,-122]}', 'PickupLocation: expected object'],
    ['null', 'expected object'],
  ])('is refused as %s: %s', (body, reason) => {
    expect(parseInput(jsonString(rideRequest), body)).toEqual({ ok: false, reason });
  });
});
