package dev.berth.integration.fleet;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a fleet of fake agents is to be.
 *
 * @param server where they register
 * @param credentials the file with the key pair they sign with
 * @param instances how many container instances there are
 * @param zones over how many availability zones they are spread, one after the other
 * @param cpu what each registers, in CPU units
 * @param memory what each registers, in MiB
 * @param startDelay from a payload to the report that its task is RUNNING
 * @param ending the share of tasks, from 0 to 1, that end by themselves
 * @param lifetime how long those run
 * @param exitCode with which they end
 * @param telemetry whether each instance opens its second socket too, and publishes that it is idle
 */
public record FleetOptions(
        URI server,
        Path credentials,
        String region,
        String cluster,
        int instances,
        int zones,
        int cpu,
        int memory,
        Duration startDelay,
        double ending,
        Duration lifetime,
        int exitCode,
        boolean telemetry) {

    /**
     * Instances of four cores in three zones, whose tasks run at once and until they are stopped.
     */
    public static FleetOptions of(URI server, Path credentials, String cluster, int instances) {
        return new FleetOptions(
                server,
                credentials,
                "us-east-1",
                cluster,
                instances,
                3,
                4096,
                16384,
                Duration.ZERO,
                0,
                Duration.ofSeconds(1),
                0,
                false);
    }

    public FleetOptions zones(int number) {
        return with("zones", Integer.toString(number));
    }

    /** What each instance registers. */
    public FleetOptions resources(int cpuUnits, int memoryMib) {
        return with("cpu", Integer.toString(cpuUnits)).with("memory", Integer.toString(memoryMib));
    }

    public FleetOptions startDelay(Duration delay) {
        return with("start-delay", Long.toString(delay.toMillis()));
    }

    /** A share of the tasks ends by itself after this time. */
    public FleetOptions ending(double share, Duration after, int code) {
        return with("ending", Double.toString(share))
                .with("lifetime", Long.toString(after.toMillis()))
                .with("exit-code", Integer.toString(code));
    }

    public FleetOptions telemetry(boolean open) {
        return with("telemetry", Boolean.toString(open));
    }

    private FleetOptions with(String name, String value) {
        var values = values();
        values.put(name, value);
        return read(values);
    }

    private Map<String, String> values() {
        var values = new LinkedHashMap<String, String>();
        values.put("server", server.toString());
        values.put("credentials-file", credentials.toString());
        values.put("region", region);
        values.put("cluster", cluster);
        values.put("instances", Integer.toString(instances));
        values.put("zones", Integer.toString(zones));
        values.put("cpu", Integer.toString(cpu));
        values.put("memory", Integer.toString(memory));
        values.put("start-delay", Long.toString(startDelay.toMillis()));
        values.put("ending", Double.toString(ending));
        values.put("lifetime", Long.toString(lifetime.toMillis()));
        values.put("exit-code", Integer.toString(exitCode));
        values.put("telemetry", Boolean.toString(telemetry));
        return values;
    }

    private static FleetOptions read(Map<String, String> values) {
        return new FleetOptions(
                URI.create(values.get("server")),
                Path.of(values.get("credentials-file")),
                values.get("region"),
                values.get("cluster"),
                Integer.parseInt(values.get("instances")),
                Integer.parseInt(values.get("zones")),
                Integer.parseInt(values.get("cpu")),
                Integer.parseInt(values.get("memory")),
                Duration.ofMillis(Long.parseLong(values.get("start-delay"))),
                Double.parseDouble(values.get("ending")),
                Duration.ofMillis(Long.parseLong(values.get("lifetime"))),
                Integer.parseInt(values.get("exit-code")),
                Boolean.parseBoolean(values.get("telemetry")));
    }

    /** As {@link #parse} reads them: {@code --instances 20} and so on. */
    public List<String> arguments() {
        var arguments = new ArrayList<String>();
        values().forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
        return arguments;
    }

    /** Server and credentials file must be given; times are in milliseconds. */
    static FleetOptions parse(List<String> arguments) {
        var given = new LinkedHashMap<String, String>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            given.put(arguments.get(i).replaceFirst("^--", ""), arguments.get(i + 1));
        }
        var server = Objects.requireNonNull(given.get("server"), "--server is missing");
        var keys =
                Objects.requireNonNull(
                        given.get("credentials-file"), "--credentials-file is missing");
        var values = of(URI.create(server), Path.of(keys), "default", 20).values();
        given.forEach(
                (name, value) -> {
                    if (values.replace(name, value) == null) {
                        throw new IllegalArgumentException(
                                "--" + name + " is none of " + values.keySet());
                    }
                });
        return read(values);
    }
}
