package dev.berth.server.doctor;

import dev.berth.domain.check.CheckResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All results. */
record Diagnosis(List<Check> checks, Optional<Replay> replay) {

    /** The replayed journal. */
    record Replay(CheckResult result, Duration took) {}

    Diagnosis {
        checks = List.copyOf(checks);
    }

    boolean isHealthy() {
        return checks.stream().noneMatch(check -> check.verdict() == Check.Verdict.WRONG)
                && replay.map(Replay::result).map(CheckResult::isClean).orElse(true);
    }
}
