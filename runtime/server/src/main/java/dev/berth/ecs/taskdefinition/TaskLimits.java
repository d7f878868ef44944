package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.ecs.Requests;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/**
 * The limits of all containers of a task together.
 *
 * @param cpu CPU units, or null if there is no limit
 * @param memory MiB, or null if there is no limit
 */
public record TaskLimits(Integer cpu, Integer memory) {
    private static final int LEAST_CPU = 128;
    private static final int MOST_CPU = 196_608;
    private static final int UNITS_OF_A_VCPU = 1024;
    private static final int MIB_OF_A_GB = 1024;
    private static final Pattern UNITS = Pattern.compile("\\d{1,9}");
    private static final Pattern VCPU =
            Pattern.compile("(\\d{0,6}(?:\\.\\d{1,6})?) ?vcpu", Pattern.CASE_INSENSITIVE);
    private static final Pattern GB =
            Pattern.compile("(\\d{0,6}(?:\\.\\d{1,6})?) ?gb", Pattern.CASE_INSENSITIVE);

    /**
     * Parses the limits of a request.
     *
     * @param cpu CPU units such as {@code 512}, or vCPUs such as {@code 0.5 vCPU}; null or empty
     *     for no limit
     * @param memory MiB such as {@code 512}, or {@code 0.5 GB}; null or empty for no limit
     * @throws ApiException ClientException
     */
    public static TaskLimits of(String cpu, String memory) {
        return new TaskLimits(cpu(cpu), memory(memory));
    }

    /** These limits; a missing one is taken from the other limits. */
    public TaskLimits or(TaskLimits otherwise) {
        return new TaskLimits(
                Requests.orElse(cpu, otherwise.cpu), Requests.orElse(memory, otherwise.memory));
    }

    private static Integer cpu(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        var units = read(text, VCPU, UNITS_OF_A_VCPU);
        refuseUnless(
                units != null,
                "The task's cpu '%s' must be CPU units such as 512, or vCPUs such as 0.5 vCPU.",
                text);
        refuseUnless(
                units >= LEAST_CPU && units <= MOST_CPU,
                "The task's cpu must be between %d and %d units.",
                LEAST_CPU,
                MOST_CPU);
        return units;
    }

    private static Integer memory(String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        var mebibytes = read(text, GB, MIB_OF_A_GB);
        refuseUnless(
                mebibytes != null,
                "The task's memory '%s' must be MiB such as 512, or GB such as 0.5 GB.",
                text);
        refuseUnless(
                mebibytes >= ContainerMemory.MIN_MEBIBYTES,
                "The task's memory must be at least %d MiB.",
                ContainerMemory.MIN_MEBIBYTES);
        return mebibytes;
    }

    /** Null if the text is neither. */
    private static Integer read(String text, Pattern unit, int factor) {
        if (UNITS.matcher(text).matches()) {
            return Integer.valueOf(text);
        }
        var measure = unit.matcher(text);
        return measure.matches() && !measure.group(1).isEmpty()
                ? new BigDecimal(measure.group(1))
                        .multiply(BigDecimal.valueOf(factor))
                        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                        .intValue()
                : null;
    }

    /**
     * Checks that the containers of a definition fit into the limits.
     *
     * @throws ApiException ClientException
     */
    void check(List<ContainerDefinition> containers) {
        checkParts(
                containers.stream()
                        .map(
                                container ->
                                        new Part(
                                                container.name(),
                                                Requests.orElse(container.cpu(), 0),
                                                Requests.orElse(container.memory(), 0),
                                                Requests.orElse(container.memoryReservation(), 0)))
                        .toList());
    }

    /** As {@link #check}, for containers after overrides. */
    public void checkSpecs(List<ContainerSpec> containers) {
        checkParts(
                containers.stream()
                        .map(c -> new Part(c.name(), c.cpu(), c.memory(), c.memoryReservation()))
                        .toList());
    }

    /** The limits of one container, 0 if they are not set. */
    private record Part(String name, int cpu, int memory, int reservation) {
        /** The soft limit if there is one, as in ECS. */
        long charged() {
            return reservation > 0 ? reservation : memory;
        }
    }

    private void checkParts(Collection<Part> parts) {
        for (var part : parts) {
            refuseUnless(
                    memory == null || part.memory() <= memory,
                    "Container '%s': memory must not be more than the task's, which is %d MiB.",
                    part.name(),
                    memory);
        }
        checkSums(
                parts.stream().mapToLong(Part::cpu).sum(),
                parts.stream().mapToLong(Part::charged).sum());
    }

    private void checkSums(long cpu, long memory) {
        refuseUnless(
                this.cpu == null || cpu <= this.cpu,
                "The containers reserve %d CPU units, and the task has %d.",
                cpu,
                this.cpu);
        refuseUnless(
                this.memory == null || memory <= this.memory,
                "The containers reserve %d MiB of memory, and the task has %d.",
                memory,
                this.memory);
    }

    /** The limit as ECS returns it; null if there is none. */
    public static String text(Integer limit) {
        return limit == null ? null : limit.toString();
    }
}
