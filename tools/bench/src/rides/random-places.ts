/** Degrees, north and east positive. */
type Place = { Latitude: number; Longitude: number };

const CITIES: readonly Place[] = [
  { Latitude: 47.6, Longitude: -122.3 },
  { Latitude: 37.57, Longitude: 126.98 },
  { Latitude: -36.85, Longitude: 174.76 },
  { Latitude: 51.5, Longitude: -0.13 },
  { Latitude: -23.55, Longitude: -46.63 },
];
/** Width of a city in degrees. */
const CITY = 0.4;

/** Half of the places are anywhere on the sphere, half in one of five cities. */
export function randomPlace(random: () => number): Place {
  const city = CITIES[Math.floor(random() * 2 * CITIES.length)];
  const [north, east] = [random(), random()];
  if (city === undefined)
    return { Latitude: (Math.asin(2 * north - 1) * 180) / Math.PI, Longitude: 360 * east - 180 };
  return { Latitude: city.Latitude + CITY * (north - 0.5), Longitude: city.Longitude + CITY * (east - 0.5) };
}
