package dev.berth.agent.docker;

import dev.berth.agent.docker.DockerCallMeter.Outcome;
import java.time.Duration;

/** Calls Docker with deadlines and counts the calls. */
final class DockerCalls {
    private final DockerCallMeter meter;

    DockerCalls(DockerCallMeter meter) {
        this.meter = meter;
    }

    /** A call to Docker. */
    interface Body<T> {
        T run() throws DockerRefusal, DockerUncertain, InterruptedException;
    }

    /**
     * @param name its first word is the kind under which the call is counted
     */
    <T> T within(Duration deadline, String name, DockerDeadline.Call<T> call)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return count(name, () -> DockerDeadline.within(deadline, name, call));
    }

    /** For calls that have their own deadline. */
    <T> T count(String name, Body<T> body)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var began = System.nanoTime();
        try {
            var answer = body.run();
            ended(name, Outcome.OK, began);
            return answer;
        } catch (DockerRefusal e) {
            ended(name, outcome(e), began);
            throw e;
        } catch (DockerUncertain e) {
            ended(name, e.deadlinePassed() ? Outcome.LATE : Outcome.BROKEN, began);
            throw e;
        }
    }

    private void ended(String name, Outcome outcome, long began) {
        var end = name.indexOf(' ');
        meter.called(end < 0 ? name : name.substring(0, end), outcome, System.nanoTime() - began);
    }

    private static Outcome outcome(DockerRefusal refusal) {
        return switch (refusal.status()) {
            case 304 -> Outcome.OK; // the resource is already in that state
            case 404 -> Outcome.ABSENT;
            default -> Outcome.REFUSED;
        };
    }
}
