package dev.berth.domain.observation;

/** The statistics of a metric in a time window. */
public record Spread(double min, double max, int samples, double sum) {
    /** The mean; zero without samples. */
    public double average() {
        return samples == 0 ? 0 : sum / samples;
    }
}
