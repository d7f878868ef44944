package dev.berth.agent.task.state;

import java.util.regex.Pattern;

/**
 * The ARN of a task. Its id becomes a part of file names and container names, so invalid ids are
 * refused.
 */
public final class TaskArn {
    private static final Pattern FORM =
            Pattern.compile("arn:[^:]+:ecs:[^:]*:[^:]*:task/(?:[^/]+/)?([A-Za-z0-9_-]{1,64})");

    private TaskArn() {}

    public static boolean isValid(String arn) {
        return arn != null && FORM.matcher(arn).matches();
    }

    /** The last element of the path. */
    public static String id(String arn) {
        var match = FORM.matcher(arn);
        if (!match.matches()) {
            throw new IllegalArgumentException("not the ARN of a task");
        }
        return match.group(1);
    }
}
