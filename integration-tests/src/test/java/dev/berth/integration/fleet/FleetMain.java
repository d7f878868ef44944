package dev.berth.integration.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Fake agents of up to 5,000 container instances in one process, over the protocol of real ones.
 * Tells its figures in a line of JSON when all are connected, and whenever a line is written to it;
 * ends when its input ends, and with it the process that started it.
 */
public final class FleetMain {
    private FleetMain() {}

    public static void main(String[] arguments) throws IOException {
        var fleet = Fleet.start(FleetOptions.parse(List.of(arguments)), System.out::println);
        try (var input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (var line = input.readLine(); line != null; line = input.readLine()) {
                System.out.println(fleet.figures(line.strip()));
            }
        }
        System.exit(0);
    }
}
