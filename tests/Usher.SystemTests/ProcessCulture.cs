using System.Globalization;
using System.Runtime.CompilerServices;

namespace Usher.SystemTests;

/// <summary>The process has the culture that the program sets itself, whatever the environment says.</summary>
internal static class ProcessCulture
{
    [ModuleInitializer]
    internal static void KeepInvariant()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }
}
