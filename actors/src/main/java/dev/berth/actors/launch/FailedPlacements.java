package dev.berth.actors.launch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.berth.actors.journal.FailedPlacementRows;
import dev.berth.actors.journal.FailedPlacementRows.Row;
import dev.berth.actors.journal.JournalCodec;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Verdict;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.TaskToPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores why calls placed fewer tasks than requested, so that they can be explained after a
 * restart. Limited to {@value FailedPlacementRows#MAX_ROWS} rows for a cluster, 64 KiB for a row,
 * and a day. Safe for several threads.
 */
public final class FailedPlacements {

    private static final Logger LOG = LoggerFactory.getLogger(FailedPlacements.class);
    private static final ObjectMapper CBOR =
            JournalCodec.configured(new CBORMapper(new CBORFactory()));
    private static final int MOST_BYTES = 64 << 10;
    private static final Duration KEPT = Duration.ofDays(1);

    /** An explanation in the format of a row. */
    private record Stored(
            TaskToPlace task,
            Placing placing,
            List<String> notes,
            List<Chosen> chosen,
            String about,
            List<Judged> verdicts) {}

    /**
     * @param reason null in rows of older versions
     */
    private record Chosen(String taskId, String instanceId, String reason) {}

    private record Judged(String instanceId, String reason, String detail, List<Double> weights) {}

    private final FailedPlacementRows rows;
    private final Executor threads;

    /**
     * @param threads for database access
     */
    public FailedPlacements(FailedPlacementRows rows, Executor threads) {
        this.rows = rows;
        this.threads = threads;
    }

    /** The store of one cluster. */
    Explanations.Store of(String cluster) {
        return new Explanations.Store() {
            @Override
            public void keep(Explanation explanation) {
                FailedPlacements.this.keep(explanation);
            }

            @Override
            public List<Explanation> all() {
                return FailedPlacements.this.all(cluster);
            }
        };
    }

    /** Writes it asynchronously. A failure is logged and ignored. */
    private void keep(Explanation explanation) {
        var row =
                new Row(
                        explanation.cluster(),
                        explanation.runId(),
                        explanation.at(),
                        bytes(explanation));
        try {
            threads.execute(
                    () -> {
                        try {
                            rows.put(row);
                            rows.purge(explanation.at().minus(KEPT));
                        } catch (SQLException e) {
                            LOG.warn(
                                    "The reasons of an incomplete placement could not be stored: SQL state"
                                            + " {}",
                                    e.getSQLState());
                        }
                    });
        } catch (RejectedExecutionException e) {
            LOG.debug("The server is stopping", e);
        }
    }

    /** The explanations of a cluster, the newest first; empty if the database does not answer. */
    private List<Explanation> all(String cluster) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return rows.of(cluster);
                            } catch (SQLException e) {
                                return List.<Row>of();
                            }
                        },
                        threads)
                .join()
                .stream()
                .map(FailedPlacements::explanation)
                .toList();
    }

    /** For a cluster with many instances, as many verdicts as fit, and a note about the others. */
    private static byte[] bytes(Explanation explanation) {
        var verdicts = explanation.verdicts();
        var notes = explanation.notes();
        while (true) {
            var bytes = bytes(explanation, notes, verdicts);
            if (bytes.length <= MOST_BYTES) {
                return bytes;
            }
            verdicts = verdicts.subList(0, verdicts.size() / 2);
            var all = new ArrayList<>(explanation.notes());
            all.add(
                    "Only %d of %d instances are kept."
                            .formatted(verdicts.size(), explanation.verdicts().size()));
            notes = all;
        }
    }

    private static byte[] bytes(
            Explanation explanation, List<String> notes, List<Verdict> verdicts) {
        var stored =
                new Stored(
                        explanation.task(),
                        explanation.placing(),
                        notes,
                        explanation.outcomes().entrySet().stream()
                                .map(
                                        each ->
                                                new Chosen(
                                                        each.getKey(),
                                                        each.getValue().instanceId(),
                                                        each.getValue().reason()))
                                .toList(),
                        explanation.about(),
                        verdicts.stream().map(FailedPlacements::judged).toList());
        try {
            return CBOR.writeValueAsBytes(stored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Judged judged(Verdict verdict) {
        return switch (verdict.fit()) {
            case Fit.Fits _ -> new Judged(verdict.instanceId(), null, null, verdict.weights());
            case Fit.Unfit(var reason, var detail) ->
                    new Judged(verdict.instanceId(), reason, detail, verdict.weights());
        };
    }

    private static Explanation explanation(Row row) {
        Stored stored;
        try {
            stored = CBOR.readValue(row.content(), Stored.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var outcomes = new LinkedHashMap<String, Outcome>();
        stored.chosen()
                .forEach(
                        each ->
                                outcomes.put(
                                        each.taskId(),
                                        new Outcome(each.instanceId(), each.reason())));
        return new Explanation(
                row.at(),
                row.cluster(),
                row.runId(),
                stored.task(),
                stored.placing(),
                stored.notes(),
                outcomes,
                stored.about(),
                stored.verdicts().stream()
                        .map(
                                each ->
                                        new Verdict(
                                                each.instanceId(),
                                                each.reason() == null
                                                        ? Fit.FITS
                                                        : Fit.unfit(each.reason(), each.detail()),
                                                each.weights()))
                        .toList());
    }
}
