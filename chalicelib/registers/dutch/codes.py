"""What a publication's kind (publicatieSoortCode) means.

1xxx bankruptcy (faillissement), 2xxx debt restructuring of natural persons (schuldsanering), 3xxx moratorium
(surseance van betaling); the second digit tells first instance (3), appeal (1) and cassation (2).

Source: the 119 codes of RSpublicWS_InsolvencyContentWithReports02.xsd with their Dutch texts.
"""

from chalicelib.model.notice import EventKind


def _all(kind: EventKind, codes: str) -> dict[str, EventKind]:
    return dict.fromkeys(codes.split(), kind)


KINDS: dict[str, EventKind] = {
    **_all(EventKind.OPENED, "1100 1101 1200 1201 1300 1301 1302 1303 1304 1305 1306"),
    **_all(EventKind.OPENED, "2100 2102 2200 2202 2301 2302 2303 2305 2307 2338 2339 3100 3200 3302"),
    **_all(EventKind.PRELIM_MEASURES, "3300 3301"),  # provisional moratorium: claims cannot be enforced
    **_all(EventKind.CONVERTED, "1333 2101 2201 2304 2306 2308 2354 3313"),
    # Annulled: as if it had never been opened.
    **_all(EventKind.MEASURES_LIFTED, "1102 1202 1320 2335 2337"),
    **_all(EventKind.PRACTITIONER_APPOINTED, "1307 2309 3304"),
    **_all(EventKind.HEARING_OR_DEADLINE_SET, "1309 1310 1311 1325 1326 3101 3102 3201 3202 3303 3305 3306"),
    **_all(EventKind.HEARING_OR_DEADLINE_SET, "2310 2311 2312 2313 2314 2315 2316 2317 2318 2319 2320 2321 2322"),
    **_all(EventKind.HEARING_OR_DEADLINE_SET, "2323 2324 2325 2340 2341 2342 2343 2344 2345 2346 2347"),
    **_all(EventKind.ASSETS_INSUFFICIENT, "1308"),  # simplified: unsecured claims are not even examined
    **_all(EventKind.DISTRIBUTION, "1312 1313 1314 1315 2326 2327"),
    **_all(EventKind.CLOSED_DISCONTINUED, "1316"),
    **_all(EventKind.CLOSED_LIFTED, "1317 1318 1319 1324 2328 2329 2330 3307 3308 3309"),
    **_all(EventKind.DISCHARGE_GRANTED, "2331 2332"),
    **_all(EventKind.DISCHARGE_REFUSED, "2333 2334 2336"),
    **_all(EventKind.CORRECTION, "1323 2300 3310"),
    # For a person: the case goes on elsewhere under another number; a request for rehabilitation; a last account.
    **_all(EventKind.UNCLASSIFIED, "1334 2355 3314 1322 2348"),
}
IGNORED = frozenset(["1328", "2349", "3311", "1330", "1331", "1332", "2351", "2352", "2353"])
"""Nothing for a creditor: another supervisory judge, the debtor's mail, a change of address."""

PROCEEDINGS = {"F": "faillissement", "S": "surseance van betaling", "R": "schuldsanering natuurlijke personen"}
VERIFICATION = frozenset(
    ["1309", "1310", "2302", "2303", "2310", "2311", "2312", "2313", "2314", "2315", "2316", "2317", "2318"]
)
"""Meetings at which claims are verified: of a bankruptcy, and of a person in debt restructuring."""
