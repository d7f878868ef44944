package dev.berth.integration.benchmark;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One measure's size.
 *
 * @param instances how many container instances
 * @param tasks how many tasks are placed and measured
 * @param warmUp how many are placed before, of another family
 * @param memberOf whether the tasks carry a constraint, which leaves half of the instances
 * @param callers how many requests of ten tasks are in flight
 */
record Size(int instances, int tasks, int warmUp, boolean memberOf, int callers) {
    static final int TASKS_PER_REQUEST = 10;
    static final int ZONES = 3;

    /** What an instance registers: room for 128 of the tasks. */
    static final int INSTANCE_CPU = 5_120;

    static final int INSTANCE_MEMORY = 16_384;

    /** What a task needs. */
    static final int TASK_CPU = 40;

    static final int TASK_MEMORY = 128;

    /** What {@link #parse} reads. */
    List<String> arguments() {
        return List.of(
                "--instances", Integer.toString(instances),
                "--tasks", Integer.toString(tasks),
                "--warm-up", Integer.toString(warmUp),
                "--member-of", Boolean.toString(memberOf),
                "--callers", Integer.toString(callers));
    }

    static Size parse(String[] arguments) {
        var values = options(List.of(arguments));
        return new Size(
                Integer.parseInt(values.get("instances")),
                Integer.parseInt(values.get("tasks")),
                Integer.parseInt(values.get("warm-up")),
                Boolean.parseBoolean(values.get("member-of")),
                Integer.parseInt(values.get("callers")));
    }

    /** Pairs of {@code --name value}. */
    static Map<String, String> options(List<String> arguments) {
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < arguments.size(); i += 2) {
            if (!arguments.get(i).startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        "expected --name value, not " + arguments.get(i));
            }
            values.put(arguments.get(i).substring(2), arguments.get(i + 1));
        }
        return values;
    }

    /** The attribute that {@link #memberOf} asks for, by the number of the instance. */
    static String instanceType(int number) {
        return number % 2 == 0 ? "fake.small" : "fake.large";
    }

    static String zone(int number) {
        return "us-east-1" + (char) ('a' + number % ZONES);
    }

    /** How many requests of ten there are. */
    int requests() {
        return tasks / TASKS_PER_REQUEST;
    }

    @Override
    public String toString() {
        return "%,d instances in %d zones, %,d tasks".formatted(instances, ZONES, tasks);
    }

    /** How the tasks are placed where the measure says it itself. */
    String placing() {
        return "spread by zone, then binpack" + (memberOf ? ", with memberOf" : "");
    }
}
