package dev.berth.integration.benchmark;

import java.util.List;
import java.util.stream.IntStream;

/** Decisions per second of the planning alone: no actor, no journal. */
final class PlanMeasure {
    private static final int TASKS_PER_PASS = 256;

    private PlanMeasure() {}

    public static void main(String[] arguments) {
        var size = Size.parse(arguments);
        Lines.title("plan: " + size + ", " + size.placing());
        place(new Planning(size), "warm", size.warmUp(), new Pace());
        var pace = new Pace();
        var cpu = Machine.ownCpuSeconds();
        place(new Planning(size), "measured", size.tasks(), pace);
        Lines.pace(
                "decisions",
                pace,
                "CPU " + Lines.seconds(Machine.ownCpuSeconds() - cpu),
                Lines.ratio("aim of 3,750/s", pace.perSecond() / 3_750));
    }

    private static void place(Planning planning, String group, int tasks, Pace pace) {
        for (int first = 0; first < tasks; first += TASKS_PER_PASS) {
            var last = Math.min(tasks, first + TASKS_PER_PASS);
            List<String> pass =
                    IntStream.range(first, last).mapToObj(n -> group + "-" + n).toList();
            var placed = planning.pass(group, pass);
            if (placed != pass.size()) {
                throw new IllegalStateException("no room for " + pass);
            }
            pace.done(placed);
        }
    }
}
