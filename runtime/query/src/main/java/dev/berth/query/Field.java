package dev.berth.query;

import dev.berth.plugin.cluster.Instance;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The subjects that every instance has. */
enum Field implements Subject {
    AGENT_CONNECTED("agentConnected", Operator.CHOICE, "true or false") {
        @Override
        public Operand operand(String text) {
            return text.equals("true") || text.equals("false") ? Values.text(text) : null;
        }

        @Override
        public boolean test(Instance instance, Operator operator, List<Operand> operands) {
            return Values.test(instance.isAgentConnected() ? "true" : "false", operator, operands);
        }

        @Override
        public String found(Instance instance) {
            return text() + " is " + instance.isAgentConnected();
        }
    },

    AGENT_VERSION("agentVersion", Operator.ORDER, "a version such as 1.14.5") {
        @Override
        public Operand operand(String text) {
            return Values.version(text);
        }

        @Override
        public boolean test(Instance instance, Operator operator, List<Operand> operands) {
            var version = instance.agentVersion().orElse(null);
            return version != null
                    && operator.accepts(Values.compareVersions(version, operands.get(0).text()));
        }

        @Override
        public String found(Instance instance) {
            return text() + instance.agentVersion().map(Field::is).orElse(" is unknown");
        }
    },

    EC2_INSTANCE_ID("ec2InstanceId", Operator.CHOICE, "a value") {
        @Override
        public Operand operand(String text) {
            return Values.text(text);
        }

        @Override
        public boolean test(Instance instance, Operator operator, List<Operand> operands) {
            return Values.test(instance.ec2InstanceId().orElse(null), operator, operands);
        }

        @Override
        public String found(Instance instance) {
            return text() + instance.ec2InstanceId().map(Field::is).orElse(" is unknown");
        }
    },

    REGISTERED_AT(
            "registeredAt",
            Operator.ORDER,
            "a time such as 2018-06-18T22:28:28Z or a date such as 2018-06-18") {
        @Override
        public Operand operand(String text) {
            return Values.moment(text);
        }

        @Override
        public boolean test(Instance instance, Operator operator, List<Operand> operands) {
            var moment = (Operand.Moment) operands.get(0);
            var at = instance.registeredAt();
            return operator == Operator.EQUALS
                    ? !at.isBefore(moment.start()) && at.isBefore(moment.end())
                    : operator.accepts(at.compareTo(moment.start()));
        }

        @Override
        public String found(Instance instance) {
            return text() + " is " + instance.registeredAt();
        }
    },

    RUNNING_TASKS_COUNT("runningTasksCount", Operator.ORDER, "a whole number from 0") {
        @Override
        public Operand operand(String text) {
            return Values.count(text);
        }

        @Override
        public boolean test(Instance instance, Operator operator, List<Operand> operands) {
            var count = (Operand.Count) operands.get(0);
            return operator.accepts(Integer.compare(instance.runningTasksCount(), count.value()));
        }

        @Override
        public String found(Instance instance) {
            return text() + " is " + instance.runningTasksCount();
        }
    },

    TASK_GROUP("task:group", groupOperators(), "a task group such as family:web") {
        @Override
        public Operand operand(String text) {
            return Values.text(text);
        }

        @Override
        public boolean test(Instance instance, Operator operator, List<Operand> operands) {
            if (operator == Operator.EXISTS) {
                return !instance.tasksByGroup().isEmpty();
            }
            for (var operand : operands) {
                if (operand instanceof Operand.Matching matching
                        ? anyGroup(instance, matching.pattern())
                        : instance.tasksOfGroup(operand.text()) > 0) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String found(Instance instance) {
            var groups = instance.tasksByGroup().keySet();
            if (groups.isEmpty()) {
                return "no task group has a task there";
            }
            return groups.stream()
                    .sorted()
                    .limit(FEW)
                    .collect(
                            Collectors.joining(
                                    ", ", text() + " is [", groups.size() > FEW ? ", …]" : "]"));
        }
    };

    private static final int FEW = 5;

    private final String text;
    private final Set<Operator> operators;
    private final String expects;

    Field(String text, Set<Operator> operators, String expects) {
        this.text = text;
        this.operators = operators;
        this.expects = expects;
    }

    @Override
    public boolean isPresent(Instance instance) {
        return switch (this) {
            case AGENT_VERSION -> instance.agentVersion().isPresent();
            case EC2_INSTANCE_ID -> instance.ec2InstanceId().isPresent();
            case AGENT_CONNECTED, REGISTERED_AT, RUNNING_TASKS_COUNT, TASK_GROUP -> true;
        };
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Set<Operator> operators() {
        return operators;
    }

    @Override
    public String expects() {
        return expects;
    }

    private static Set<Operator> groupOperators() {
        var operators = EnumSet.copyOf(Operator.CHOICE);
        operators.add(Operator.EXISTS);
        operators.add(Operator.NOT_EXISTS);
        return operators;
    }

    private static boolean anyGroup(Instance instance, LinearPattern pattern) {
        for (var group : instance.tasksByGroup().keySet()) {
            if (pattern.matches(group)) {
                return true;
            }
        }
        return false;
    }

    private static String is(String value) {
        return " is \"" + value + "\"";
    }
}
