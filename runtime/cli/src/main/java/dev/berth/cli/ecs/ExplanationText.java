package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.text.Ago;
import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Colour;
import dev.berth.cli.text.Screen;
import dev.berth.cli.text.Table;
import dev.berth.cli.text.TextPage;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The server's explanation of a placement for a person to read. */
public final class ExplanationText {
    private static final int MOST_INSTANCES = 40;
    private static final String CONSTRAINT = " placement constraint unsatisfied.";
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final JsonNode told;
    private final JsonNode asked;
    private final Screen screen;

    private ExplanationText(JsonNode told, Screen screen) {
        this.told = told;
        this.asked = told.path("asked");
        this.screen = screen;
    }

    /** One placement. */
    public static String of(JsonNode told, Screen screen, ZoneId zone) {
        var text = new ExplanationText(told, screen);
        return text.head(zone) + "\n\n" + text.tasks() + "\n\n" + text.instances();
    }

    /** Every placement of one call, the newest first. */
    public static String each(JsonNode told, Screen screen, ZoneId zone) {
        return stream(told.path("explanations"))
                .map(each -> of(each, screen, zone))
                .collect(Collectors.joining("\n\n\n"));
    }

    /** The calls that placed less than was asked, a line for each. */
    public static String latest(JsonNode told, Screen screen, Instant now) {
        var table = new Table("WHEN", "REQUEST", "PLACED", "TASK DEFINITION", "REASON");
        for (var each : told.path("explanations")) {
            var text = new ExplanationText(each, screen);
            table.row(
                    Ago.of(Instant.parse(each.path("at").asText()), now),
                    each.path("requestId").asText(),
                    text.placed() + " of " + text.count(),
                    text.asked.path("taskDefinition").asText(),
                    text.reasons());
        }
        return told.path("explanations").isEmpty()
                ? "All recent calls placed every task."
                : table.text(screen) + "\n\nFor details, repeat the command with a REQUEST.";
    }

    private String head(ZoneId zone) {
        var page = new TextPage(screen);
        page.heading(
                count() == 1 ? outcome() : "%d of %d tasks placed".formatted(placed(), count()));
        page.field("definition", asked.path("taskDefinition").asText() + ", " + needs());
        page.field("group", asked.path("group").asText());
        page.field("strategy", strategies());
        page.field("constraints", constraints());
        told.path("notes").forEach(note -> page.field("note", note.asText()));
        page.field("cluster", told.path("cluster").asText());
        page.field("request", told.path("requestId").asText());
        page.field("at", MOMENT.format(Instant.parse(told.path("at").asText()).atZone(zone)));
        return page.toString();
    }

    private String outcome() {
        var instance = told.at("/tasks/0/containerInstanceId");
        return instance.isNull()
                ? "The task was not placed"
                : "The task was placed on " + ClusterTables.id(instance.asText());
    }

    private String needs() {
        var needs = new ArrayList<String>();
        needs.add(asked.path("cpu").asInt() + " CPU units");
        needs.add(asked.path("memory").asInt() + " MiB");
        asked.path("hostPorts").forEach(port -> needs.add("port " + port.asText()));
        return String.join(", ", needs);
    }

    private String strategies() {
        var names = strategyNames();
        return names.isEmpty() ? "the cluster's default" : String.join(", then ", names);
    }

    private List<String> strategyNames() {
        return stream(asked.path("placementStrategy"))
                .map(each -> named(each, "field", " on "))
                .toList();
    }

    private String constraints() {
        return stream(asked.path("placementConstraints"))
                .map(each -> named(each, "expression", ": "))
                .collect(Collectors.joining("; "));
    }

    private static String named(JsonNode each, String member, String between) {
        var type = each.path("type").asText();
        return each.has(member) ? type + between + each.path(member).asText() : type;
    }

    private String tasks() {
        var hasReasons = stream(told.path("tasks")).anyMatch(task -> task.has("reason"));
        var table =
                hasReasons
                        ? new Table("TASK", "INSTANCE", "REASON OF THE SCHEDULER")
                        : new Table("TASK", "INSTANCE");
        for (var task : told.path("tasks")) {
            var instance = task.path("containerInstanceId");
            var id = Cell.of(task.path("taskId").asText());
            var where =
                    instance.isNull()
                            ? Cell.state("not placed")
                            : Cell.of(ClusterTables.id(instance.asText()));
            if (hasReasons) {
                table.row(id, where, Cell.of(task.path("reason").asText()));
            } else {
                table.row(id, where);
            }
        }
        return table.text(screen);
    }

    private String instances() {
        var instances =
                stream(told.path("instances"))
                        .sorted(
                                Comparator.comparing((JsonNode i) -> -chosen(i))
                                        .thenComparing(i -> !i.path("fits").asBoolean())
                                        .thenComparing(i -> i.path("reason").asText()))
                        .toList();
        if (instances.isEmpty()) {
            return "The cluster had no container instances.";
        }
        var table = new Table("INSTANCE", "TASKS", "RESULT FOR TASK " + about(), "DETAIL");
        instances.stream()
                .limit(MOST_INSTANCES)
                .forEach(
                        i ->
                                table.row(
                                        Cell.of(
                                                ClusterTables.id(
                                                        i.path("containerInstanceId").asText())),
                                        Cell.of(chosen(i) == 0 ? "" : chosen(i) + ""),
                                        i.path("fits").asBoolean()
                                                ? Cell.state("fits")
                                                : new Cell(reason(i), Colour.RED),
                                        Cell.of(
                                                i.path("fits").asBoolean()
                                                        ? weights(i.path("weights"))
                                                        : i.path("detail").asText())));
        var more = instances.size() - MOST_INSTANCES;
        return table.text(screen)
                + (more > 0 ? "\n… and %d more. To see all: -o json".formatted(more) : "");
    }

    private String about() {
        return ClusterTables.id(told.path("aboutTaskId").asText());
    }

    private static int chosen(JsonNode instance) {
        return instance.path("chosenForTasks").asInt();
    }

    /** ECS's words, or the constraint's name. */
    private static String reason(JsonNode instance) {
        return instance.path("reason").asText().replace(CONSTRAINT, "");
    }

    /** What each strategy weighs; the lowest wins. */
    private String weights(JsonNode weights) {
        var names = strategyNames();
        var texts = new ArrayList<String>();
        for (int i = 0; i < weights.size(); i++) {
            var weight = weights.get(i).asDouble();
            var shown =
                    weight == Math.rint(weight)
                            ? Long.toString((long) weight)
                            : Double.toString(weight);
            texts.add(names.size() == weights.size() ? names.get(i) + " " + shown : shown);
        }
        return texts.isEmpty() ? "" : "weight " + String.join(", ", texts) + " (lowest wins)";
    }

    /** The reasons of the scheduler, else why the instances do not fit. */
    private String reasons() {
        var own =
                stream(told.path("tasks"))
                        .filter(task -> task.has("reason"))
                        .map(task -> task.path("reason").asText())
                        .distinct()
                        .collect(Collectors.joining("; "));
        if (!own.isEmpty()) {
            return own;
        }
        var counts = new TreeMap<String, Integer>();
        for (var instance : told.path("instances")) {
            if (!instance.path("fits").asBoolean()) {
                counts.merge(reason(instance), 1, Integer::sum);
            }
        }
        return counts.isEmpty()
                ? "no instances"
                : counts.entrySet().stream()
                        .map(each -> each.getKey() + " on " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    private int count() {
        return told.path("tasks").size();
    }

    private int placed() {
        return (int)
                stream(told.path("tasks"))
                        .filter(task -> !task.path("containerInstanceId").isNull())
                        .count();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
