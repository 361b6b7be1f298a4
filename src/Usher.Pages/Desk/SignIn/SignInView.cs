namespace Usher.Pages.Desk.SignIn;

/// <summary>The form that asks for the key.</summary>
/// <param name="ReturnUrl">The page that was asked for.</param>
/// <param name="Problem">Why the last attempt failed; null before the first.</param>
/// <param name="HasMadeKey">Whether the server made the key itself and prints it when it starts.</param>
public sealed record SignInView(string ReturnUrl, string? Problem, bool HasMadeKey);
