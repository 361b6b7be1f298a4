namespace Usher.Http.Security;

/// <summary>Who gives a command that comes as a request: the one place that tells.</summary>
public static class RequestActors
{
    /// <summary>Anybody who wants seats.</summary>
    public static Actor ActingAsBuyer(this HttpContext context) =>
        Actor.Buyer(ActorRight.Public, context.Connection.RemoteIpAddress);

    /// <summary>A program that buys for the organiser, and brought the organiser's key.</summary>
    public static Actor BuyingWithAdminKey(this HttpContext context) =>
        Actor.Buyer(ActorRight.AdminKey, context.Connection.RemoteIpAddress);

    /// <summary>Whoever knows the booking's id.</summary>
    public static Actor ActingForBooking(this HttpContext context) =>
        Actor.Buyer(ActorRight.BookingId, context.Connection.RemoteIpAddress);

    /// <summary>Whoever brought the organiser's key; the route lets nobody else through.</summary>
    public static Actor ActingWithAdminKey(this HttpContext context) =>
        Actor.Staff(Actors.Desk, ActorRight.AdminKey, context.Connection.RemoteIpAddress);

    /// <summary>Whoever is signed in at the desk; its routes let nobody else through.</summary>
    public static Actor ActingAtDesk(this HttpContext context) =>
        Actor.Staff(Actors.Desk, ActorRight.DeskSession, context.Connection.RemoteIpAddress);
}
