package dev.berth.integration.soak;

import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Postgres;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the control plane and a Docker host hold at one moment, by the name of the figure. */
record Sample(Map<String, Long> figures) {

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    static Sample of(Installation installation, DockerHost host, Postgres database) {
        var figures = new LinkedHashMap<String, Long>();
        process("server", installation.server().process().pid(), figures);
        process("agent", installation.agents().getFirst().process().pid(), figures);
        figures.put("firewall rules", host.firewallRules());
        figures.put("containers", (long) host.containers(Map.of()).size());
        figures.put("volumes", (long) host.client().listVolumesCmd().exec().getVolumes().size());
        figures.put("journal rows", database.number("SELECT count(*) FROM event_journal"));
        return new Sample(figures);
    }

    private static void process(String name, long pid, Map<String, Long> figures) {
        figures.put(name + " heap KiB", heapAfterCollection(pid));
        figures.put(name + " files", entries(pid, "fd"));
        figures.put(name + " threads", entries(pid, "task"));
    }

    /** KiB in use directly after a full collection. */
    private static long heapAfterCollection(long pid) {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Command.run(jcmd, Long.toString(pid), "GC.run");
        // Of the lines about the heap; the metaspace is no part of it.
        var lines = Command.run(jcmd, Long.toString(pid), "GC.heap_info").lines();
        return lines.filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .map(USED::matcher)
                .filter(Matcher::find)
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }

    private static long entries(long pid, String folder) {
        try (var files = Files.list(Path.of("/proc", Long.toString(pid), folder))) {
            return files.count();
        } catch (IOException e) {
            throw new IllegalStateException("process " + pid + " has ended", e);
        }
    }
}
