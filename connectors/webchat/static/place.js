// Asks the browser where the resident is. Browsers give WGS-84, and only on https or on the same machine.

/** Longitude and latitude in degrees, or null when it is refused, unknown or takes too long. */
export function whereAmI() {
  return new Promise((resolve) => {
    if (!navigator.geolocation) {
      resolve(null);
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lng: coords.longitude, lat: coords.latitude }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
}
