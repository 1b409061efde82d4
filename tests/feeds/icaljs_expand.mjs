// Reads {"name": "text of a feed", …} from standard input, expands each feed with ical.js,
// and prints {"name": {"calendar": its name, "occurrences": [[…], …]}, …}.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const MOST = 5; // an event of ours takes place once

function moment(time) {
  if (!time) return "";
  return time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000", "");
}

function* occurrences(component) {
  const text = (name) => component.getFirstPropertyValue(name) ?? "";
  const common = [text("summary"), text("status"), text("location"), text("description")];
  const uid = text("uid");
  if (component.name === "vtodo") {
    const [start, due] = ["dtstart", "due"].map((name) => moment(text(name)));
    yield ["VTODO", uid, start, due, ...common];
    return;
  }
  const event = new ICAL.Event(component);
  const iterator = event.iterator();
  for (let count = 0, next = iterator.next(); next && count < MOST; next = iterator.next()) {
    count += 1;
    const { startDate, endDate } = event.getOccurrenceDetails(next);
    yield ["VEVENT", uid, moment(startDate), moment(endDate), ...common];
  }
}

const feeds = JSON.parse(readFileSync(0, "utf8"));
const expanded = {};
for (const [name, feed] of Object.entries(feeds)) {
  const calendar = new ICAL.Component(ICAL.parse(feed));
  const components = ["vevent", "vtodo"].flatMap((kind) => calendar.getAllSubcomponents(kind));
  expanded[name] = {
    calendar: calendar.getFirstPropertyValue("name"),
    occurrences: components.flatMap((component) => [...occurrences(component)]),
  };
}
process.stdout.write(JSON.stringify(expanded));
