package dev.berth.cli.ecs;

import java.util.List;

/** How the status of a task is shown. */
final class TaskStatusText {
    private TaskStatusText() {}

    /** The last status, with the desired one while the task is to stop. */
    static String shown(String last, String desired) {
        return "STOPPED".equals(desired) && !"STOPPED".equals(last)
                ? last + " -> " + desired
                : last;
    }

    /** Whether a task ended by a fault: one that was asked to stop did not, however it exited. */
    static boolean isFailure(String stopCode, List<Integer> exitCodes) {
        return switch (stopCode == null ? "" : stopCode) {
            case "TaskFailedToStart", "TerminationNotice", "SpotInterruption" -> true;
            case "EssentialContainerExited" -> exitCodes.stream().anyMatch(code -> code != 0);
            default -> false;
        };
    }
}
