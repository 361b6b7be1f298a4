namespace Usher.Http.Replies;

public static class ReadRoutes
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>For GET and, as RFC 9110 §9.3.2 wants it, HEAD: the same answer, whose body the server keeps.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Methods, handler);
}
