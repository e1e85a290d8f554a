package io.emfs.state;

/** All that the policy remembers of one function. Immutable; times are event times in epoch ms. */
public record FunctionStanding(QueuePlacement placement, Demand demand, MissTally misses, PromotionHold hold) {

    public static FunctionStanding of(QueuePlacement placement) {
        return new FunctionStanding(placement, Demand.UNKNOWN, MissTally.EMPTY, PromotionHold.NONE);
    }

    public FunctionStanding with(QueuePlacement newPlacement) {
        return new FunctionStanding(newPlacement, demand, misses, hold);
    }

    public FunctionStanding with(Demand newDemand) {
        return new FunctionStanding(placement, newDemand, misses, hold);
    }

    public FunctionStanding with(MissTally newMisses) {
        return new FunctionStanding(placement, demand, newMisses, hold);
    }

    public FunctionStanding with(PromotionHold newHold) {
        return new FunctionStanding(placement, demand, misses, newHold);
    }
}
