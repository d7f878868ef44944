package dev.berth.integration.testbed;

import java.util.ArrayList;
import java.util.List;

/** The network namespace of one Docker host, joined to the bench's bridge by a veth pair. */
final class Namespace {
    private Namespace() {}

    static void create(Bench bench, String host, String address) {
        var name = bench.namespace(host);
        var outer = bench.bridge() + host; // at most 15 characters, the kernel's limit
        Command.run("ip", "netns", "add", name);
        Command.run(
                "ip", "link", "add", outer, "type", "veth", "peer", "name", "eth0", "netns", name);
        Command.run("ip", "link", "set", outer, "master", bench.bridge(), "up");
        inside(name, "link", "set", "lo", "up");
        inside(name, "address", "add", address + "/24", "dev", "eth0");
        inside(name, "link", "set", "eth0", "up");
        inside(name, "route", "add", "default", "via", bench.address(1));
    }

    private static void inside(String namespace, String... words) {
        var command = new ArrayList<>(List.of("ip", "-netns", namespace));
        command.addAll(List.of(words));
        Command.run(command.toArray(String[]::new));
    }
}
