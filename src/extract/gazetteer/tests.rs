use super::*;
use crate::model::{CivilDate, Zone};

fn day(y: i32, m: u32, d: u32) -> Option<CivilDate> {
    CivilDate::new(y, m, d)
}

fn zone(name: &str, on: Option<CivilDate>) -> String {
    let gazetteer = Gazetteer::bundled();
    let found = gazetteer.find(name, on.map(CivilDate::year)).unwrap();
    gazetteer.zone_on(&found, on).zone.to_string()
}

#[test]
fn wartime_chungking_keeps_its_own_clock() {
    let gazetteer = Gazetteer::bundled();
    let found = gazetteer.find("Chungking", Some(1943)).unwrap();
    let clock = gazetteer.zone_on(&found, day(1943, 7, 16));
    assert_eq!(clock.zone, Zone::Fixed(7 * 3600));
    assert!(clock.overridden.is_some_and(|w| !w.source.is_empty()));
    let clock = gazetteer.zone_on(&found, day(1990, 7, 16));
    assert_eq!(clock.zone.to_string(), "Asia/Shanghai");
    assert!(clock.overridden.is_none());
}

#[test]
fn whole_regions_kept_a_clock_that_the_database_does_not_know() {
    // Loshan, a smaller town of Sichuan, in no list of ours.
    assert_eq!(zone("Leshan", day(1943, 7, 16)), "UTC+07:00");
    assert_eq!(zone("Breslau", day(1930, 7, 16)), "Europe/Berlin");
    assert_eq!(zone("Breslau", day(1950, 7, 16)), "Europe/Warsaw");
    assert_eq!(zone("Lemberg", day(1912, 7, 16)), "Europe/Vienna");
    assert_eq!(zone("Lwów", day(1930, 7, 16)), "Europe/Warsaw");
    assert_eq!(zone("Haiphong", day(1950, 7, 16)), "UTC+08:00");
    // Double summer time of 1945 was the Soviet zone's alone.
    assert_eq!(zone("Frankfurt", day(1945, 7, 16)), "UTC+02:00");
    assert_eq!(zone("Berlin", day(1945, 7, 16)), "Europe/Berlin");
}

#[test]
fn local_mean_time_is_that_of_the_place_not_of_the_city_of_its_zone() {
    // Salzburg, 13.04° E; the database's own city is Vienna, 16.37° E.
    assert_eq!(zone("Salzburg", day(1870, 5, 1)), "UTC+00:52:11");
    assert_eq!(zone("Vienna", day(1870, 5, 1)), "Europe/Vienna");
    assert_eq!(zone("Salzburg", day(1950, 5, 1)), "Europe/Vienna");
    assert_eq!(
        zone("Jidda", day(1930, 5, 1)),
        zone("Jeddah", day(1930, 5, 1))
    );
    assert!(zone("Jeddah", day(1930, 5, 1)).starts_with("UTC+02:3"));
}

#[test]
fn offices_stand_for_their_places() {
    let found = Gazetteer::bundled().find("VKP CC", Some(1945)).unwrap();
    assert_eq!(found.name, "Moscow");
    assert!(
        found
            .office
            .is_some_and(|o| o.contains("Central Committee"))
    );
    let department = Gazetteer::bundled().find("the Department", None).unwrap();
    assert_eq!(department.name, "Washington");
}

#[test]
fn a_capital_comes_before_its_namesakes() {
    let found = Gazetteer::bundled().find("WASHINGTON, D.C.", None).unwrap();
    assert_eq!(found.place.zone.to_string(), "America/New_York");
    for (name, country) in [
        ("Paris", "FR"),
        ("London", "GB"),
        ("Vienna", "AT"),
        ("Rome", "IT"),
        ("Moscow", "RU"),
        ("Berlin", "DE"),
        ("Athens", "GR"),
        ("Lima", "PE"),
        ("Warsaw", "PL"),
        ("Havana", "CU"),
        ("Birmingham", "GB"),
        ("Manchester", "GB"),
        ("Naples", "IT"),
        ("Odessa", "UA"),
        ("Alexandria", "EG"),
        ("Tripoli", "LY"),
        ("Santiago", "CL"),
        ("Bordeaux", "FR"),
    ] {
        let found = Gazetteer::bundled().find(name, Some(1930)).unwrap();
        assert_eq!(found.place.country, country, "{name}");
    }
}

#[test]
fn words_behind_a_place_choose_it() {
    let gazetteer = Gazetteer::bundled();
    for (name, zone) in [
        ("Windsor, Vt.", "America/New_York"),
        ("Windsor, Ontario", "America/Toronto"),
        ("Windsor, England", "Europe/London"),
        ("Paris, Tex.", "America/Chicago"),
        ("Vienna, Va.", "America/New_York"),
        ("Cambridge, Mass.", "America/New_York"),
        ("Tuckerton, N. J.", "America/New_York"),
        ("Portland (Oregon)", "America/Los_Angeles"),
        ("St. Louis, Mo.", "America/Chicago"),
        ("London, Ont.", "America/Toronto"),
        ("Frankfurt, Germany", "Europe/Berlin"),
    ] {
        let found = gazetteer
            .find(name, None)
            .unwrap_or_else(|| panic!("{name}"));
        assert_eq!(found.place.zone.to_string(), zone, "{name}");
    }
    // There is no such place there: a miss, not a guess.
    assert!(gazetteer.find("Vladivostok, Vt.", None).is_none());
}

#[test]
fn historic_names_stand_for_their_places() {
    for (name, year, modern) in [
        ("Leningrad", 1941, "Saint Petersburg"),
        ("Petrograd", 1917, "Saint Petersburg"),
        ("Peiping", 1937, "Beijing"),
        ("Peking", 1900, "Beijing"),
        ("Chungking", 1943, "Chongqing"),
        ("Constantinople", 1915, "Istanbul"),
        ("Danzig", 1939, "Gdańsk"),
        ("Saigon", 1961, "Ho Chi Minh City"),
        ("Breslau", 1930, "Wrocław"),
        ("Königsberg", 1914, "Kaliningrad"),
        ("Koenigsberg", 1914, "Kaliningrad"),
        ("Christiania", 1905, "Oslo"),
        ("Pressburg", 1900, "Bratislava"),
        ("Batavia", 1930, "Jakarta"),
        ("Bombay", 1930, "Mumbai"),
        ("Stalingrad", 1942, "Volgograd"),
    ] {
        let found = Gazetteer::bundled().find(name, Some(year));
        let found = found.unwrap_or_else(|| panic!("{name}"));
        assert_eq!(found.place.name, modern, "{name}");
    }
}

#[test]
fn comparable_namesakes_are_told_and_small_ones_are_not() {
    let gazetteer = Gazetteer::bundled();
    let cambridge = gazetteer.find("Cambridge", None).unwrap();
    assert!(cambridge.rivals.iter().any(|r| r.place.country == "US"));
    assert!(gazetteer.find("Paris", None).unwrap().rivals.is_empty());
}

#[test]
fn airport_codes_are_places_when_they_stand_alone() {
    let gazetteer = Gazetteer::bundled();
    let found = gazetteer.find("JFK", None).unwrap();
    assert_eq!(found.place.zone.to_string(), "America/New_York");
    assert!(!found.prominent);
    assert!(gazetteer.find("jfk", None).is_none());
}

#[test]
fn spelling_does_not_matter() {
    let gazetteer = Gazetteer::bundled();
    for (a, b) in [
        ("Zürich", "ZURICH"),
        ("Łódź", "Lodz"),
        ("Saint Louis", "St. Louis"),
        ("Rio de Janeiro", "rio de janeiro"),
        ("Stoke-on-Trent", "Stoke on Trent"),
    ] {
        let place = |n: &str| {
            gazetteer
                .find(n, None)
                .unwrap_or_else(|| panic!("{n}"))
                .place
        };
        assert_eq!(place(a), place(b));
    }
}

#[test]
fn small_places_of_one_name_and_other_clocks_are_not_guessed() {
    let gazetteer = Gazetteer::bundled();
    let found = gazetteer.find("West End", None).unwrap();
    assert!(found.is_undecided());
    assert!(!gazetteer.find("Cambridge", None).unwrap().is_undecided());
    assert!(
        !gazetteer
            .find("West End, Australia", None)
            .unwrap()
            .is_undecided()
    );
}
