package dev.berth.domain.check;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.check.Journal.INSTANCE;
import static dev.berth.domain.check.Journal.TASK;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.task.Tasks.report;
import static dev.berth.domain.task.Tasks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent.Launched;
import dev.berth.domain.task.TaskReport;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Journals that tests of the check begin with. */
final class Given {

    private Given() {}

    static final TaskReport OVER = report(LastStatus.STOPPED);

    static Reserved reserved(Reservation... granted) {
        return new Reserved(List.of(granted), Set.of());
    }

    static Launched launched(String task, String instance) {
        return new Launched(spec(task, instance), NOW);
    }

    static Journal registeredInstance() {
        return new Journal().row(INSTANCE, registered("i1", resources(1000, 500, 22)));
    }

    /** Launched where it has a reservation. */
    static Journal launchedTask() {
        return registeredInstance()
                .row(INSTANCE, reserved(granted("t1", 100, 50, 80)))
                .row(TASK, launched("t1", "i1"));
    }

    /** The last row, and no other, breaks this invariant. */
    static void findsLast(Journal journal, Invariant invariant, String words) {
        var result = journal.checked();
        assertThat(result.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.ordering()).isEqualTo(journal.size());
                            assertThat(finding.invariant()).isEqualTo(invariant);
                            assertThat(finding.sentence()).contains(words);
                        });
        assertThat(result.counts()).isEqualTo(Map.of(invariant, 1L));
    }
}
