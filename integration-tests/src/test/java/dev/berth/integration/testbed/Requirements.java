package dev.berth.integration.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/** What the machine must offer; a lack fails the tests with a sentence instead of skipping them. */
final class Requirements {
    private Requirements() {}

    static void check() {
        var missing = new ArrayList<String>();
        if (!System.getProperty("os.name").equals("Linux")) missing.add("Linux");
        if (!System.getProperty("user.name").equals("root"))
            missing.add("root (network namespaces and dockerd need it)");
        if (find("dockerd").isEmpty()) missing.add("dockerd (apt-get install docker.io)");
        if (find("docker").isEmpty()) missing.add("docker (apt-get install docker.io)");
        if (find("ip").isEmpty()) missing.add("ip (apt-get install iproute2)");
        if (find("nsenter").isEmpty()) missing.add("nsenter (apt-get install util-linux)");
        if (find("iptables").isEmpty()) missing.add("iptables (apt-get install iptables)");
        if (find("busybox").isEmpty())
            missing.add("a static busybox (apt-get install busybox-static)");
        if (find("docker-registry").isEmpty())
            missing.add("docker-registry (apt-get install docker-registry)");
        if (!missing.isEmpty())
            throw new IllegalStateException(
                    "The integration tests run real Docker hosts in network namespaces and miss "
                            + String.join(", ", missing)
                            + ". bin/test installs what can be installed.");
    }

    static Optional<Path> find(String program) {
        var path = System.getenv("PATH") + ":/usr/sbin:/sbin:/usr/bin:/bin";
        return Arrays.stream(path.split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
