package dev.berth.server.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.check.CheckResult;
import dev.berth.domain.check.Invariant;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints a diagnosis as text or JSON. */
final class Printout {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int SHOWN = 20;

    private Printout() {}

    static String table(Diagnosis diagnosis, PrintoutLines lines) {
        var text = new StringBuilder();
        text.append(lines.row("CHECK", "RESULT", ""));
        diagnosis
                .checks()
                .forEach(c -> text.append(lines.row(c.name(), c.verdict().word(), c.detail())));
        diagnosis.replay().ifPresent(replay -> journal(text, lines, replay));
        return text.toString();
    }

    private static void journal(StringBuilder text, PrintoutLines lines, Diagnosis.Replay replay) {
        var result = replay.result();
        var kinds =
                result.aggregates().entrySet().stream()
                        .map(kind -> "%,d %s".formatted(kind.getValue(), kind.getKey()))
                        .collect(Collectors.joining(", "));
        text.append(
                lines.row(
                        "journal",
                        result.isClean() ? "ok" : "WRONG",
                        "%,d rows of %,d aggregates (%s) and %,d client tokens in %.1f s"
                                .formatted(
                                        result.rows(),
                                        result.aggregatesInAll(),
                                        kinds.isEmpty() ? "none" : kinds,
                                        result.tokens(),
                                        replay.took().toMillis() / 1_000.0)));
        text.append("\nINVARIANT  FINDINGS\n");
        for (var invariant : Invariant.values()) {
            text.append(
                    "%-10s %8d  %s%n"
                            .formatted(
                                    invariant,
                                    result.counts().getOrDefault(invariant, 0L),
                                    invariant.sentence()));
        }
        if (!result.isClean()) {
            findings(text, result);
        }
    }

    private static void findings(StringBuilder text, CheckResult result) {
        text.append('\n');
        for (var finding : result.findings().stream().limit(SHOWN).toList()) {
            text.append(
                    "%s: row %d, %s number %d: %s%n"
                            .formatted(
                                    finding.invariant(),
                                    finding.ordering(),
                                    finding.aggregate(),
                                    finding.sequenceNumber(),
                                    finding.sentence()));
        }
        if (result.findings().size() > SHOWN) {
            text.append("… use -o json to list the first thousand.\n");
        }
        text.append(
                "\nThe journal violates invariants. Keep a copy of the database and report the problem"
                        + " with these lines.\n");
    }

    static String json(Diagnosis diagnosis) {
        var document = JSON.createObjectNode().put("healthy", diagnosis.isHealthy());
        var checks = document.putArray("checks");
        for (var check : diagnosis.checks()) {
            checks.addObject()
                    .put("name", check.name())
                    .put("result", check.verdict().word().toLowerCase(Locale.ROOT))
                    .put("detail", check.detail());
        }
        diagnosis.replay().ifPresent(replay -> journal(document.putObject("journal"), replay));
        return document.toPrettyString();
    }

    private static void journal(ObjectNode node, Diagnosis.Replay replay) {
        var result = replay.result();
        node.put("rows", result.rows());
        var kinds = node.putObject("aggregates");
        result.aggregates().forEach(kinds::put);
        node.put("tokens", result.tokens())
                .put("reservedTwice", result.reservedTwice())
                .put("milliseconds", replay.took().toMillis());
        var counts = node.putObject("invariants");
        for (var invariant : Invariant.values()) {
            counts.put(invariant.name(), result.counts().getOrDefault(invariant, 0L));
        }
        var findings = node.putArray("findings");
        for (var finding : result.findings()) {
            findings.addObject()
                    .put("invariant", finding.invariant().name())
                    .put("row", finding.ordering())
                    .put("aggregate", finding.aggregate())
                    .put("sequenceNumber", finding.sequenceNumber())
                    .put("sentence", finding.sentence());
        }
    }
}
