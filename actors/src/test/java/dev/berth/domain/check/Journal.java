package dev.berth.domain.check;

import dev.berth.actors.entity.Registrations;
import dev.berth.domain.Aggregate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows by hand, numbered as a journal numbers them. */
final class Journal {

    static final String INSTANCE = "ContainerInstance|default/i1";
    static final String OTHER_INSTANCE = "ContainerInstance|default/i2";
    static final String TASK = "Task|default/t1";
    static final String OTHER_TASK = "Task|default/t2";

    private record Written(Row row, Aggregate.Event event) {}

    private final List<Written> rows = new ArrayList<>();
    private final Map<String, Long> numbers = new HashMap<>();

    Journal row(String aggregate, Aggregate.Event... events) {
        for (var event : events) {
            rows.add(new Written(next(aggregate, 1), event));
        }
        return this;
    }

    /** A row that stands further on, or further back, than the next. */
    Journal rowAfter(String aggregate, long step, Aggregate.Event event) {
        rows.add(new Written(next(aggregate, step), event));
        return this;
    }

    /** A row that cannot be read. */
    Journal broken(String aggregate) {
        return row(aggregate, (Aggregate.Event) null);
    }

    private Row next(String aggregate, long step) {
        var number = numbers.getOrDefault(aggregate, 0L) + step;
        numbers.put(aggregate, number);
        return new Row(rows.size() + 1, aggregate, number);
    }

    int size() {
        return rows.size();
    }

    CheckResult checked() {
        return checked(Registrations.journalCheck());
    }

    CheckResult checked(JournalCheck check) {
        for (var each : rows) {
            if (each.event() == null) {
                check.unreadable(each.row(), "it is made of noise");
            } else {
                check.apply(each.row(), each.event());
            }
        }
        return check.result();
    }
}
