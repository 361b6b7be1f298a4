import assert from "node:assert/strict";
import test from "node:test";
import { isOnReadersClock, readersTimeText, timeText, venueTimeText } from "../shared/times";

const start = new Date("2027-03-13T18:30:00.000Z");
const local = "2027-03-13T19:30";

function inZone(zone: string, run: () => void): void {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    run();
  } finally {
    process.env.TZ = before ?? "UTC";
  }
}

test("A show is told in the time zone of its venue, which is named where the reader's shows something else", () => {
  inZone("America/New_York", () => {
    assert.equal(venueTimeText(start, local, "Europe/Berlin", "full"), "Saturday 13 March 2027, 19:30 Europe/Berlin");
    assert.equal(venueTimeText(start, local, "Europe/Berlin", "brief"), "Sat 13 Mar, 19:30 Europe/Berlin");
    assert.equal(isOnReadersClock(start, local), false);
  });
});

test("Whose clock shows the same needs no name, whatever the place is called", () => {
  inZone("Europe/Paris", () => {
    assert.equal(venueTimeText(start, local, "Europe/Berlin", "brief"), "Sat 13 Mar, 19:30");
    assert.equal(isOnReadersClock(start, local), true);
  });
});

test("Other times are told on the reader's clock", () => {
  inZone("Asia/Kolkata", () => assert.equal(timeText(start, "full"), "Sunday 14 March 2027, 00:00"));
  inZone("America/New_York", () => {
    assert.equal(timeText(start, "moment"), "13:30:00");
    assert.equal(timeText(start, "month"), "March 2027");
    assert.equal(timeText(start, "day"), "13");
    assert.equal(timeText(start, "weekday"), "Sat");
  });
});

test("Beside a show's time on another clock, the reader's own is called so", () => {
  const cancelled = new Date("2027-03-01T08:00:00.000Z");
  const show = { starts: start, local, zone: "Europe/Berlin" };
  inZone("America/New_York", () => {
    assert.equal(readersTimeText(cancelled, show, "brief"), "Mon 1 Mar, 03:00 your time");
    assert.equal(readersTimeText(cancelled, { starts: start }, "brief"), "Mon 1 Mar, 03:00");
  });
  inZone("Europe/Paris", () => assert.equal(readersTimeText(cancelled, show, "brief"), "Mon 1 Mar, 09:00"));
});
