namespace Usher.Http.Security;

/// <summary>Who gives a command that comes as a request: the one place that tells.</summary>
public static class RequestActors
{
    /// <summary>Anybody who wants seats.</summary>
    public static Actor ActingAsBuyer(this HttpContext context) =>
        Actor.Buyer(ActorRight.Public, context.Connection.RemoteIpAddress);

    /// <summary>A program that buys for the organiser, with credentials of staff's.</summary>
    public static Actor BuyingAsStaff(this HttpContext context, Caller caller) =>
        Actor.Buyer(caller.Right, context.Connection.RemoteIpAddress);

    /// <summary>Whoever knows the booking's id.</summary>
    public static Actor ActingForBooking(this HttpContext context) =>
        Actor.Buyer(ActorRight.BookingId, context.Connection.RemoteIpAddress);

    /// <summary>Whoever the route's policy let through, at the desk or through the API.</summary>
    public static Actor ActingAsStaff(this HttpContext context)
    {
        var caller = context.SignedIn();
        return Actor.Staff(caller.Name, caller.Right, context.Connection.RemoteIpAddress);
    }

    /// <summary>The same as who they are.</summary>
    public static Caller SignedIn(this HttpContext context) => Caller.OfRequest(context)
        ?? throw new InvalidOperationException("The route lets everybody through; nobody is known here.");
}
