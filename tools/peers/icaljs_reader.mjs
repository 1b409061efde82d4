// Reads feeds with ical.js, on which Thunderbird and Nextcloud stand, and tells their
// occurrences. In and out are as of icalendar_reader.py; the argument is the file of ical.js.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]));
const MOST = 500; // of one event; a rule without an end would never stop

function moment(time) {
  if (!time) return "";
  if (time.isDate) return time.toString();
  if (time.zone === ICAL.Timezone.localTimezone) return `${time} without a zone`;
  return time.toJSDate().toISOString().replace(".000", "");
}

function texts(component) {
  const text = (name) => component.getFirstPropertyValue(name) ?? "";
  return [text("summary"), text("status"), text("location"), text("description")];
}

function* eventOccurrences(components) {
  const masters = components.filter((component) => !component.hasProperty("recurrence-id"));
  for (const master of masters) {
    const uid = master.getFirstPropertyValue("uid");
    const exceptions = components.filter(
      (one) => one.hasProperty("recurrence-id") && one.getFirstPropertyValue("uid") === uid,
    );
    const event = new ICAL.Event(master, { exceptions });
    const iterator = event.iterator();
    for (let count = 0, next = iterator.next(); next && count < MOST; next = iterator.next()) {
      count += 1;
      const { startDate, endDate, item } = event.getOccurrenceDetails(next);
      yield ["VEVENT", uid, moment(startDate), moment(endDate), ...texts(item.component)];
    }
  }
}

function todoOccurrence(component) {
  const [start, due] = ["dtstart", "due"].map((key) => component.getFirstPropertyValue(key));
  const uid = component.getFirstPropertyValue("uid");
  return ["VTODO", uid, moment(start), moment(due), ...texts(component)];
}

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const name = calendar.getFirstPropertyValue("name") ?? "";
  return {
    // a property of RFC 7986, of whose type it knows nothing, is left escaped
    name: name.replace(/\\(.)/g, (_, one) => (one === "n" || one === "N" ? "\n" : one)),
    complaints: [],
    occurrences: [
      ...eventOccurrences(calendar.getAllSubcomponents("vevent")),
      ...calendar.getAllSubcomponents("vtodo").map(todoOccurrence),
    ],
  };
}

function reading(text) {
  try {
    return read(text);
  } catch (problem) {
    return { name: "", complaints: [String(problem)], occurrences: [] };
  }
}

const feeds = Object.entries(JSON.parse(readFileSync(0, "utf8")));
const found = Object.fromEntries(feeds.map(([name, text]) => [name, reading(text)]));
process.stdout.write(JSON.stringify(found));
