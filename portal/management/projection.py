"""Equal-area projection of maps: ETRS89 / LAEA Europe and insets like it."""

import numpy as np

# GRS 1980 ellipsoid
SEMI_MAJOR_KM = 6378.137
ECCENTRICITY = 0.0818191910428158
# Centre of EPSG:3035
EUROPE = (10.0, 52.0)


def _q(sin_lat: np.ndarray) -> np.ndarray:
    e = ECCENTRICITY
    turn = e * sin_lat
    return (1 - e**2) * (
        sin_lat / (1 - turn**2) - np.log((1 - turn) / (1 + turn)) / (2 * e)
    )


def laea(lonlat: np.ndarray, centre: tuple[float, float] = EUROPE) -> np.ndarray:
    """Lambert azimuthal equal-area, ellipsoidal, oblique.

    Takes degrees (n, 2) as longitude, latitude; gives kilometres (n, 2) east and
    north of the centre. Source: J. P. Snyder, Map Projections: A Working Manual
    (USGS Professional Paper 1395, 1987), equations 24-2, 24-13 to 24-20 and 3-12,
    as EPSG method 9820 uses them. EPSG:3035 adds 4321 km and 3210 km to these.
    """
    e2 = ECCENTRICITY**2
    centre_lon, centre_lat = np.radians(centre)
    lon, lat = np.radians(np.asarray(lonlat, dtype=float)).T
    q_pole = _q(np.array(1.0))
    beta = np.arcsin(np.clip(_q(np.sin(lat)) / q_pole, -1, 1))
    beta_0 = np.arcsin(_q(np.sin(centre_lat)) / q_pole)
    radius = SEMI_MAJOR_KM * np.sqrt(q_pole / 2)
    scale_0 = np.cos(centre_lat) / np.sqrt(1 - e2 * np.sin(centre_lat) ** 2)
    d = SEMI_MAJOR_KM * scale_0 / (radius * np.cos(beta_0))
    cos_gap = np.cos(lon - centre_lon)
    b = radius * np.sqrt(
        2
        / (1 + np.sin(beta_0) * np.sin(beta) + np.cos(beta_0) * np.cos(beta) * cos_gap)
    )
    east = b * d * np.cos(beta) * np.sin(lon - centre_lon)
    north = (b / d) * (
        np.cos(beta_0) * np.sin(beta) - np.sin(beta_0) * np.cos(beta) * cos_gap
    )
    return np.column_stack([east, north])
